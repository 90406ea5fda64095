"""What errors tell: a command of a shell to whoever uses one, and to others what they can do where they are."""

import pytest

from data.vocabulary.errors import SommaiError
from service import problems
from service.lists.life import ListChanged
from service.web import app

COMMAND = "sommai "
OPERATORS = {503}
"""What only whoever runs the service can mend: there a command is the next step for everybody."""


def classes(base):
    for one in base.__subclasses__():
        yield one
        yield from classes(one)


def met_over_the_web():
    assert app.API  # which loads every class that the API can tell
    found = {
        one for one in classes(problems.Problem) if one.http_status < 500 and one.__module__.startswith("service.")
    }
    return sorted(found, key=lambda one: one.__name__)


@pytest.mark.parametrize("problem", met_over_the_web())
def test_no_problem_that_a_request_meets_names_a_command(problem):
    step = problem.next_step if problem.web_step is None else problem.web_step
    assert COMMAND not in step.vi + step.en


def test_the_command_line_names_the_command_and_the_api_what_can_be_done_there():
    facts = {"list_id": "l1", "version": 3, "kind_vi": "duyệt", "kind_en": "approved"}
    changed = ListChanged(**facts)
    assert "`sommai lists show l1`" in changed.message("en")
    told = problems.record(changed, "en")["detail"]
    assert COMMAND not in told
    assert "ETag" in told


def test_without_a_step_of_its_own_the_web_tells_the_same():
    class Plain(SommaiError):
        next_step = problems.TooOften.next_step

    assert Plain(seconds=5).web_message("en") == Plain(seconds=5).message("en")
