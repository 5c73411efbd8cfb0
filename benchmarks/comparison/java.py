# SPDX-License-Identifier: Apache-2.0
"""The JDK that runs our own loads from their source: nothing has to be built first."""

import os
import subprocess

from .processes import Failure

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
FIND_JAVA = os.path.join(ROOT, "proxy", "src", "main", "sh", "find-java")
LOADS = os.path.join(ROOT, "benchmarks/src/main/java/io/nutcracker/benchmarks/load")


def find_java():
    """The path of java."""
    found = subprocess.run([FIND_JAVA, "javac"], capture_output=True, text=True)
    if found.returncode:
        raise Failure(f"our own loads need a JDK: {found.stderr.strip()}")
    return os.path.join(found.stdout.strip(), "bin", "java")
