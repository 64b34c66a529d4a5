"""As little as django-scim2 needs: users, groups, and who is in which."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django_scim.models import AbstractSCIMGroupMixin, AbstractSCIMUserMixin


class Group(AbstractSCIMGroupMixin):
    name = models.CharField(max_length=200)


class User(AbstractSCIMUserMixin, AbstractBaseUser):
    USERNAME_FIELD = "username"
    username = models.CharField(max_length=200, unique=True)
    first_name = models.CharField(max_length=200)
    last_name = models.CharField(max_length=200)
    email = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    scim_groups = models.ManyToManyField(Group, related_name="user_set")
