// placeholder until the module has its first declaration
