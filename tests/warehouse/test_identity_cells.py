"""The sums of the forms as the warehouse publishes them, against the forms themselves."""

from extraction.forms import load_forms


def test_the_published_sums_are_those_of_the_forms(warehouse):
    promised = set()
    for form in load_forms():
        for identity in form.identities:
            sides = identity.right, identity.left
            expected, actual = sides if len(identity.left) == 1 else sides[::-1]
            about = (form.code, identity.rule_code, identity.item_code, identity.applicant_type)
            promised |= {(*about, *key, "expected") for key in expected}
            promised |= {(*about, *key, "actual") for key in actual}
    assert len(promised) > 700
    published = warehouse.sql(
        """
        select
            form, rule_code, item_code, applicant_type, cell_item_code, cell_applicant_type, side
        from marts.dim_identity_cell
        """
    ).fetchall()
    assert len(published) == len(set(published))
    assert set(published) == promised
