"""Every operation under requests made up from its description, right and wrong ones: no 5xx, nothing undocumented."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode, checks
from schemathesis.core.failures import FailureGroup
from signed_in import EVERYTHING, role_for_everything, token_for

from service.web.app import create_app

HELD = (
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
)
QUIET = list(HealthCheck)
TRIED = settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=QUIET, database=None)


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
def test_no_request_is_too_odd(home, mode):
    app = create_app(home)
    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    faults, operations = {}, 0
    with role_for_everything():
        headers = {"Authorization": f"Bearer {token_for(app, EVERYTHING)}", "Host": "testserver"}
        for found in described.get_all_operations():
            operation = found.ok()
            operations += 1

            @TRIED
            @given(case=operation.as_strategy(generation_mode=mode))
            def hold(case):
                case.call_and_validate(headers=headers, checks=HELD)

            try:
                hold()
            except FailureGroup as group:
                faults[operation.label] = [f"{type(e).__name__}: {str(e)[:300]}" for e in group.exceptions]
    assert faults == {}
    assert operations > 15
