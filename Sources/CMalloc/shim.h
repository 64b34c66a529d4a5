// What Swift's own modules of the C library leave out.
#pragma once
#include <malloc.h>
