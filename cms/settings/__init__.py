from django.core.exceptions import ImproperlyConfigured


class UnusableEnvironment(ImproperlyConfigured):
    """What is wrong around the program, in words its operator understands."""
