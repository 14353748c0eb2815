"""What the API's own description allows, and what it does not, sent by chance: never a 500, never an answer that is not described."""

import pytest

pytest.importorskip("starlette", reason="NOT FUZZED: the page needs the extra web")
schemathesis = pytest.importorskip("schemathesis", reason="NOT FUZZED: needs schemathesis (extra test)")

from hypothesis import HealthCheck, given, settings  # noqa: E402
from schemathesis.checks import load_all_checks, not_a_server_error  # noqa: E402
from schemathesis.specs.openapi import checks  # noqa: E402

from target_lint.web import create_app  # noqa: E402

load_all_checks()


@pytest.fixture(scope="module")
def api():
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_app(hosts=None))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/api/v1/check"),
        ("post", "/api/v1/suggest"),
        ("post", "/api/v1/check-file"),
        ("get", "/api/v1/rules"),
        ("get", "/healthz"),
    ],
)
def test_answers_are_those_that_are_described(api, method, path):
    @given(case=api[path][method].as_strategy())
    @settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def send(case):
        case.validate_response(
            case.call(),
            checks=[
                not_a_server_error,
                checks.status_code_conformance,
                checks.content_type_conformance,
                checks.response_schema_conformance,
            ],
        )

    send()
