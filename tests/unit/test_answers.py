"""Answers kept in memory: what is asked again is kept, what is asked once pushes nothing out."""

from service.web import answers
from service.web.answers import Answer, Answers, finished


def test_a_question_counts_as_asked_again_from_the_second_time_on():
    kept = Answers()
    assert [kept.asked_again(("mai", "/H1")), kept.asked_again(("mai", "/H1")), kept.asked_again(("mai", "/H2"))] == [
        False,
        True,
        False,
    ]


def test_questions_of_long_ago_are_forgotten(monkeypatch):
    monkeypatch.setattr(answers, "REMEMBERED", 3)
    kept = Answers()
    assert not any(kept.asked_again((number,)) for number in range(8))
    assert kept.asked_again((7,))
    assert not kept.asked_again((0,))


def test_the_oldest_answers_go_when_there_are_too_many():
    kept = Answers(limit=25)
    for number in range(3):
        kept.keep((number,), finished(Answer(b"0123456789", answers.JSON_TYPE), answers.NO_STORE))
    assert [kept.get((number,)) is not None for number in range(3)] == [False, True, True]
    assert kept.size == 20
