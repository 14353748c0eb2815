"""A limit of memory for a process that reads hostile files."""

from __future__ import annotations


def limit_memory(most: int) -> None:
    """At most ``most`` bytes of address space for this process and those that it starts, where the system has such limits."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, ValueError, OSError):
        pass  # not on this system, or there is a narrower one; the limit of time still holds
