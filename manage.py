#!/usr/bin/env python
"""Django's command line, with development settings unless the environment says otherwise."""

import os
import sys
from pathlib import Path

import environ
from django.core.management import execute_from_command_line

from cms.settings import UnusableEnvironment

if __name__ == "__main__":
    environ.Env.read_env(Path(__file__).with_name(".env"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    try:
        execute_from_command_line(sys.argv)
    except UnusableEnvironment as error:
        sys.exit(str(error))
