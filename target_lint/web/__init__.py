"""The page for people who will never open a terminal, and the API for other apps; needs the extra ``web``.

``create_app()`` is an ASGI application. Run it with ``target-lint serve``, or mount it in your own:
``Mount("/targets", app=create_app())`` in Starlette or FastAPI.
"""

from target_lint.web.app import create_app

__all__ = ["create_app"]
