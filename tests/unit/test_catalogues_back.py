"""A corrected catalogue comes back into the declarations: exactly, once, and only with the same places for values."""

import pytest

from catalogues.corrections import OUTCOMES, Correction, take_back
from catalogues.written import as_po, catalogue, declared, messages

TEXTS = '''\
"""Texts of a small program."""

A = {
    "welcome": Text("Xin chào {name}", "Welcome {name}"),  # stays
    "list": Text("Danh sách", "List"), "all": Text("Danh sách", "List"),
}


def found(count: int) -> str:
    return say(
        f"Có {count:,} hộ ở xã "
        f"này", f"{count:,} households here",
    )


class Refused(Problem):
    text = Text("Danh mục", "List")
'''
TABLE = '# Của tỉnh\n[support.school]\nvi = "giúp trẻ đi học"\nen = "help to school"   # once\n'


@pytest.fixture
def program(tmp_path):
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "texts.py").write_text(TEXTS, encoding="utf-8")
    (tmp_path / "words" / "support.toml").write_text(TABLE, encoding="utf-8")
    return tmp_path


def corrected(program, language, *changes):
    """Write the program's catalogue with each old piece changed into the new one, and take it back."""
    file = program / f"{language}.po"
    made = as_po(catalogue(messages(list(declared(program, ["words"]))), language))
    for old, new in changes:
        assert made.count(old) == 1, old
        made = made.replace(old, new)
    file.write_text(made, encoding="utf-8")
    return outcomes(file, program)


def outcomes(file, program):
    return [(told.path, told.old, told.new, told.outcome) for told in take_back(file, program, ["words"])]


def test_a_catalogue_that_nobody_changed_changes_nothing(program):
    assert corrected(program, "vi") == []
    assert (program / "words" / "texts.py").read_text(encoding="utf-8") == TEXTS


def test_a_corrected_text_stands_in_its_declaration(program):
    assert corrected(program, "vi", ('msgstr "Xin chào {name}"', 'msgstr "Chào mừng \\"{name}\\""')) == [
        ("words/texts.py", "Xin chào {name}", 'Chào mừng "{name}"', "written")
    ]
    written = (program / "words" / "texts.py").read_text(encoding="utf-8")
    assert """"welcome": Text('Chào mừng "{name}"', "Welcome {name}"),  # stays""" in written


def test_taken_back_twice_it_is_as_after_once(program):
    for language, old, new in (
        ("vi", "Có {count} hộ ở xã này", "Xã này có {count} hộ"),
        ("en", "{count} households here", "{count} households in this commune"),
    ):
        told = corrected(program, language, (f'msgstr "{old}"', f'msgstr "{new}"'))
        assert told == [("words/texts.py", old, new, "written")]
        once = (program / "words" / "texts.py").read_text(encoding="utf-8")
        assert outcomes(program / f"{language}.po", program) == []
        assert (program / "words" / "texts.py").read_text(encoding="utf-8") == once
    assert 'f"Xã này có {count:,} hộ", f"{count:,} households in this commune"' in " ".join(once.split())


def test_another_place_for_a_value_is_refused(program):
    changes = [('msgstr "Xin chào {name}"', 'msgstr "Xin chào {ten}"'), ('msgstr "Có {count} hộ', 'msgstr "Có hộ')]
    assert [told[3] for told in corrected(program, "vi", *changes)] == ["other-places", "other-places"]
    assert (program / "words" / "texts.py").read_text(encoding="utf-8") == TEXTS


def test_the_same_english_with_two_vietnamese_forms_is_known_by_its_place(program):
    assert corrected(program, "vi", ('msgstr "Danh mục"', 'msgstr "Sổ"')) == [
        ("words/texts.py", "Danh mục", "Sổ", "written")
    ]
    written = (program / "words" / "texts.py").read_text(encoding="utf-8")
    assert written.count('Text("Danh sách", "List")') == 2
    assert 'text = Text("Sổ", "List")' in written


def test_a_text_of_a_reference_table_keeps_its_table_s_form(program):
    assert corrected(program, "en", ('msgstr "help to school"', 'msgstr "help back to school"'))[0][3] == "written"
    written = (program / "words" / "support.toml").read_text(encoding="utf-8")
    assert written == TABLE.replace("help to school", "help back to school")


def test_what_is_unfinished_or_gone_is_told_and_left(program):
    changes = [('msgstr "Xin chào {name}"', 'msgstr ""'), ('msgid "{count} households here"', 'msgid "{count} homes"')]
    told = corrected(program, "vi", *changes, ('msgstr "Có {count} hộ ở xã này"', 'msgstr "{count} hộ"'))
    assert sorted(one[3] for one in told) == ["unfinished", "unknown"]
    assert (program / "words" / "texts.py").read_text(encoding="utf-8") == TEXTS


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_correction_is_told_with_its_file_the_old_text_and_the_new(outcome):
    first, *texts = Correction("words/texts.py", "Chào {name}", "Chào {ten}", outcome).told().splitlines()
    assert first == f"words/texts.py: {OUTCOMES[outcome].vi} / {OUTCOMES[outcome].en}"
    assert texts == ["  - Chào {name}", "  + Chào {ten}"]


def test_a_catalogue_of_no_language_is_refused(program):
    (program / "x.po").write_text('msgid ""\nmsgstr "Language: fr\\n"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.po"):
        take_back(program / "x.po", program, ["words"])
