"""The whole house as it first goes into use."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "institution",
        sa.Column("ror", sa.String(length=9), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("fiscal_year_start", sa.String(length=5), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
        sa.UniqueConstraint("ror", name=op.f("uq_institution_ror")),
    )
    op.create_table(
        "letter_counter",
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_counter")),
        sa.UniqueConstraint("series", name=op.f("uq_letter_counter_series")),
    )
    op.create_table(
        "programme",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("slug", name=op.f("uq_programme_slug")),
    )
    op.create_table(
        "reminder_sent",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_sent")),
        sa.UniqueConstraint(
            "subject_id", "receiver_id", "rule", name=op.f("uq_reminder_sent_subject_id_receiver_id_rule")
        ),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("counted", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_try")),
    )
    with op.batch_alter_table("sign_in_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_try_counted_at"), ["counted", "at"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("all_members", sa.Boolean(), nullable=False),
        sa.Column("benchmarks", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_agreement_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "institution_name",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_institution_name_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_name")),
    )
    with op.batch_alter_table("institution_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_institution_name_institution_id"), ["institution_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_membership_institution_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_membership_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_programme_id_side"), ["programme_id", "side"], unique=False)

    op.create_table(
        "person",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("family", sa.String(length=120), nullable=False),
        sa.Column("given", sa.String(length=120), nullable=False),
        sa.Column("family_latin", sa.String(length=120), nullable=False),
        sa.Column("given_latin", sa.String(length=120), nullable=False),
        sa.Column("name_order", sa.String(length=12), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("orcid", sa.String(length=19), nullable=True),
        sa.Column("orcid_proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erad", sa.String(length=8), nullable=True),
        sa.Column("doctorate_on", sa.Date(), nullable=True),
        sa.Column(
            "doctorate_precision",
            sa.Enum("day", "month", "year", name="precision", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column(
            "doctorate_basis",
            sa.Enum(
                "defence",
                "conferral",
                "certificate",
                name="basis",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("defence_on", sa.Date(), nullable=True),
        sa.Column(
            "defence_precision",
            sa.Enum(
                "day", "month", "year", name="defence_precision", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("doctoral_student", sa.Boolean(), nullable=False),
        sa.Column("first_post_on", sa.Date(), nullable=True),
        sa.Column(
            "first_post_precision",
            sa.Enum(
                "day",
                "month",
                "year",
                name="first_post_precision",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("second_factor", sa.String(length=64), nullable=True),
        sa.Column("second_factor_step", sa.Integer(), nullable=True),
        sa.Column("notice_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_folded")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_person_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_institution_id"), ["institution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_orcid"), ["orcid"], unique=False)

    op.create_table(
        "access_key",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_key_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_key")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_access_key_key_hash")),
    )
    with op.batch_alter_table("access_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_key_person_id"), ["person_id"], unique=False)

    op.create_table(
        "affiliation",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=40), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("permanent", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_affiliation_institution_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_affiliation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation")),
    )
    with op.batch_alter_table("affiliation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_affiliation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "agreement_party",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_party_agreement_id")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_agreement_party_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_party")),
    )
    with op.batch_alter_table("agreement_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_party_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sanitised_sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("original_name", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_attachment_sha256")),
        sa.CheckConstraint("pages > 0", name=op.f("ck_attachment_pages")),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_size")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name=op.f("fk_attachment_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_sanitised_sha256"), ["sanitised_sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_uploaded_by_id"), ["uploaded_by_id"], unique=False)

    op.create_table(
        "call",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("who_may_apply", sa.JSON(), nullable=False),
        sa.Column("what_is_funded", sa.JSON(), nullable=False),
        sa.Column("how_judged", sa.JSON(), nullable=False),
        sa.Column("contact", sa.JSON(), nullable=False),
        sa.Column("acknowledgement", sa.JSON(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("binding_language", sa.String(length=5), nullable=False),
        sa.Column("shape", sa.String(length=20), nullable=False),
        sa.Column("lead_sides", sa.JSON(), nullable=False),
        sa.Column("team_roles", sa.JSON(), nullable=False),
        sa.Column("endorsements", sa.JSON(), nullable=False),
        sa.Column("checklist", sa.JSON(), nullable=False),
        sa.Column("theme_title", sa.JSON(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("internal_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("decides_by", sa.Date(), nullable=True),
        sa.Column("announces_on", sa.Date(), nullable=True),
        sa.Column("accepts_within_days", sa.Integer(), nullable=False),
        sa.Column("counterpart_grace_hours", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(length=40), nullable=False),
        sa.Column("max_awards", sa.Integer(), nullable=True),
        sa.Column("one_per_theme", sa.Boolean(), nullable=False),
        sa.Column("modifiers", sa.JSON(), nullable=False),
        sa.Column("tie_chain", sa.JSON(), nullable=False),
        sa.Column("aggregation", sa.String(length=20), nullable=False),
        sa.Column("at_round", sa.Integer(), nullable=False),
        sa.Column("conflict_rules", sa.JSON(), nullable=False),
        sa.Column("eligibility", sa.JSON(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("institution_codes", sa.JSON(), nullable=False),
        sa.Column("reporting", sa.JSON(), nullable=False),
        sa.Column("demonstration_remark", sa.JSON(), nullable=False),
        sa.Column("deadline_rule", sa.String(length=10), nullable=False),
        sa.Column("copied_from_id", sa.Uuid(), nullable=True),
        sa.Column("inherited", sa.JSON(), nullable=False),
        sa.Column("looked_at", sa.JSON(), nullable=False),
        sa.Column("drifted", sa.JSON(), nullable=False),
        sa.Column("uncovered_because", sa.String(length=1000), nullable=False),
        sa.Column("proposed_by_side", sa.String(length=10), nullable=True),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("next_number", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "proposed",
                "published",
                "closed",
                "release_proposed",
                "released",
                "archived",
                name="callstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["copied_from_id"], ["call.id"], name=op.f("fk_call_copied_from_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_call_programme_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_call_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("code", name=op.f("uq_call_code")),
    )
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_state"), ["state"], unique=False)

    op.create_table(
        "career_break",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("child", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_career_break_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_career_break")),
    )
    with op.batch_alter_table("career_break", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_career_break_person_id"), ["person_id"], unique=False)

    op.create_table(
        "entry",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("noun", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("target", sa.String(length=30), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_entry_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("subject_id", "seq", name=op.f("uq_entry_subject_id_seq")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_call_id_at"), ["call_id", "at"], unique=False)

    op.create_table(
        "hold",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hold_person_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_hold_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint("person_id", "about_id", name=op.f("uq_hold_person_id_about_id")),
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hold_person_id"), ["person_id"], unique=False)

    op.create_table(
        "joining",
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parted_by_id", sa.Uuid(), nullable=True),
        sa.Column("parted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_joining_by_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["person.id"], name=op.f("fk_joining_kept_id")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_joining_other_id")),
        sa.ForeignKeyConstraint(["parted_by_id"], ["person.id"], name=op.f("fk_joining_parted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining")),
    )
    with op.batch_alter_table("joining", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joining_kept_id"), ["kept_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_joining_other_id"), ["other_id"], unique=False)

    op.create_table(
        "key_link",
        sa.Column(
            "purpose",
            sa.Enum(
                "sign_in",
                "register",
                "password",
                "address",
                name="keypurpose",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_key_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_link")),
    )
    with op.batch_alter_table("key_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_key_link_email"), ["email"], unique=False)

    op.create_table(
        "message",
        sa.Column("to", sa.String(length=254), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("reply_to", sa.String(length=254), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_message_message_id")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_call_id_made_at"), ["call_id", "made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_sent_at_next_try_at"), ["sent_at", "next_try_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_to"), ["to"], unique=False)

    op.create_table(
        "outcome",
        sa.Column(
            "kind",
            sa.Enum(
                "publication",
                "preprint",
                "dataset",
                "software",
                "patent",
                "conference",
                "event",
                "exchange",
                "training",
                "follow_on_bid",
                "agreement",
                "media",
                "prize",
                "equipment",
                "manual",
                "teaching",
                "spin_off",
                name="outcomekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("detail", sa.String(length=1000), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("doi", sa.String(length=200), nullable=False),
        sa.Column("joint", sa.Boolean(), nullable=False),
        sa.Column("joint_computed", sa.Boolean(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("early_career", sa.Boolean(), nullable=False),
        sa.Column("funder", sa.String(length=200), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "submitted",
                "awarded",
                "rejected",
                name="bidstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_outcome_added_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
    )
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outcome_doi"), ["doi"], unique=False)

    op.create_table(
        "parked_form",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_parked_form_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_form")),
    )
    with op.batch_alter_table("parked_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parked_form_person_id"), ["person_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("person_id", "code_hash", name=op.f("uq_recovery_code_person_id_code_hash")),
    )
    op.create_table(
        "signed_in",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signed_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_signed_in_key_hash")),
    )
    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signed_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "tie",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "declared",
                "found",
                "applicant",
                "same_unit",
                "co_applicant",
                "supervisor",
                "co_author",
                "email_domain",
                name="conflictkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("doi", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tie_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie")),
    )
    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tie_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_tie_person_id"), ["person_id"], unique=False)

    op.create_table(
        "application",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("lead_side", sa.String(length=10), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("content_version", sa.BigInteger(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("support_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copied_from_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "reopened",
                "returned",
                "withdrawn",
                "ineligible",
                "approved",
                "conditional",
                "reserve",
                "declined",
                name="applicationstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_application_call_id")),
        sa.ForeignKeyConstraint(["copied_from_id"], ["application.id"], name=op.f("fk_application_copied_from_id")),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name=op.f("fk_application_started_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_application_call_id_number")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_call_id_state"), ["call_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_state"), ["state"], unique=False)

    op.create_table(
        "appointment",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "officer",
                "chair",
                "reviewer",
                "auditor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("side", sa.String(length=10), nullable=True),
        sa.Column("expertise", sa.String(length=500), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_appointment_call_id")),
        sa.ForeignKeyConstraint(["granted_by_id"], ["person.id"], name=op.f("fk_appointment_granted_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_person_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_appointment_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_call_id_role"), ["call_id", "role"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_programme_id_role"), ["programme_id", "role"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_attendance_call_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("call_id", "person_id", name=op.f("uq_attendance_call_id_person_id")),
    )
    op.create_table(
        "criterion",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("hint", sa.JSON(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_criterion_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("call_id", "code", name=op.f("uq_criterion_call_id_code")),
    )
    op.create_table(
        "deletion",
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("ref", sa.String(length=60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_deletion_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion")),
    )
    with op.batch_alter_table("deletion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deletion_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deletion_call_id"), ["call_id"], unique=False)

    op.create_table(
        "document_request",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("asked_by", sa.String(length=240), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("wanted", sa.String(length=2000), nullable=False),
        sa.Column("given", sa.String(length=2000), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_document_request_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_document_request_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_request")),
    )
    with op.batch_alter_table("document_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_request_call_id"), ["call_id"], unique=False)

    op.create_table(
        "extension",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("wall", sa.String(length=20), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("fold", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("returns", sa.Boolean(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_side", sa.String(length=10), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "agreed",
                "dropped",
                "over",
                name="extensionstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_extension_call_id")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_extension_institution_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_extension_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_extension_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_extension_state"), ["state"], unique=False)

    op.create_table(
        "funding_party",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_funding_party_call_id")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_funding_party_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_party")),
    )
    with op.batch_alter_table("funding_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funding_party_call_id"), ["call_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holder", sa.Uuid(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=1000), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("progress >= 0 AND total >= 0", name=op.f("ck_job_progress")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_job_call_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_job_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_state_run_at"), ["state", "run_at"], unique=False)
        batch_op.create_index(
            "uq_job_unfinished",
            ["kind", "key"],
            unique=True,
            sqlite_where=sa.text("state IN ('waiting', 'running')"),
            postgresql_where=sa.text("state IN ('waiting', 'running')"),
        )

    op.create_table(
        "legal_hold",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_legal_hold_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_legal_hold_call_id")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["person.id"], name=op.f("fk_legal_hold_lifted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    with op.batch_alter_table("legal_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legal_hold_call_id"), ["call_id"], unique=False)

    op.create_table(
        "letter_wording",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "award",
                "conditional",
                "reserve",
                "regret",
                "amendment",
                "extension",
                "reminder",
                "certificate",
                name="wordingkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("is_bilingual", sa.Boolean(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_side", sa.String(length=10), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "in_use",
                "replaced",
                "dropped",
                name="wordingstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_letter_wording_call_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_letter_wording_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_wording")),
    )
    with op.batch_alter_table("letter_wording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_wording_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_wording_state"), ["state"], unique=False)

    op.create_table(
        "lots",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("listed", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("promises", sa.JSON(), nullable=False),
        sa.Column("secrets", sa.JSON(), nullable=False),
        sa.Column("promised_by", sa.JSON(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "promising",
                "revealing",
                "drawn",
                name="lotsstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_lots_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lots")),
        sa.UniqueConstraint("call_id", name=op.f("uq_lots_call_id")),
    )
    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lots_state"), ["state"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worked_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "computing",
                "ready",
                "impossible",
                "applied",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_proposal_call_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_proposal_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_state"), ["state"], unique=False)

    op.create_table(
        "question",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column(
            "form",
            sa.Enum("application", "report", name="form", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("section_label", sa.JSON(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("hint", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("per_side", sa.Boolean(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("max_rows", sa.Integer(), nullable=True),
        sa.Column("max_words", sa.Integer(), nullable=True),
        sa.Column("max_characters", sa.Integer(), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_question_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("call_id", "form", "code", name=op.f("uq_question_call_id_form_code")),
    )
    op.create_table(
        "ranking",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("freezes", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_by_side", sa.String(length=10), nullable=True),
        sa.Column("opening_reason", sa.String(length=1000), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "locked", name="rankingstate", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_ranking_call_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_ranking_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking")),
        sa.UniqueConstraint("call_id", name=op.f("uq_ranking_call_id")),
    )
    with op.batch_alter_table("ranking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ranking_state"), ["state"], unique=False)

    op.create_table(
        "rate",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("base", sa.String(length=3), nullable=False),
        sa.Column("quote", sa.String(length=3), nullable=False),
        sa.Column("written", sa.String(length=30), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_rate_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_rate_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate")),
    )
    with op.batch_alter_table("rate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_call_id"), ["call_id"], unique=False)

    op.create_table(
        "reckoning",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_reckoning_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_reckoning_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reckoning")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_reckoning_call_id_number")),
    )
    with op.batch_alter_table("reckoning", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reckoning_call_id"), ["call_id"], unique=False)

    op.create_table(
        "review_round",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("reads", sa.String(length=10), nullable=False),
        sa.Column("reviews_per_side", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=True),
        sa.Column("blind", sa.String(length=10), nullable=False),
        sa.Column("others", sa.String(length=10), nullable=False),
        sa.Column("decides", sa.String(length=10), nullable=False),
        sa.Column("told", sa.String(length=20), nullable=False),
        sa.Column("discussed", sa.Boolean(), nullable=False),
        sa.Column("bid_days", sa.Integer(), nullable=True),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("guide", sa.JSON(), nullable=False),
        sa.Column("border", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_review_round_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
        sa.UniqueConstraint("call_id", "code", name=op.f("uq_review_round_call_id_code")),
    )
    op.create_table(
        "side",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("cap_minor", sa.BigInteger(), nullable=False),
        sa.Column("theme_caps", sa.JSON(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("spend_by", sa.Date(), nullable=True),
        sa.Column("letterhead", sa.JSON(), nullable=False),
        sa.Column("letter_prefix", sa.String(length=30), nullable=False),
        sa.Column("date_style", sa.String(length=10), nullable=False),
        sa.Column("keep_years", sa.Integer(), nullable=False),
        sa.Column("keep_unfunded_years", sa.Integer(), nullable=False),
        sa.Column("names_head", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_side_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_side")),
        sa.UniqueConstraint("call_id", "code", name=op.f("uq_side_call_id_code")),
    )
    op.create_table(
        "theme",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_theme_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("call_id", "code", name=op.f("uq_theme_call_id_code")),
    )
    op.create_table(
        "weighing",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_weighing_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weighing")),
        sa.UniqueConstraint("call_id", "audience", "state", name=op.f("uq_weighing_call_id_audience_state")),
    )
    op.create_table(
        "agenda_item",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("presenter_id", sa.Uuid(), nullable=True),
        sa.Column("said", sa.String(length=4000), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_agenda_item_application_id")),
        sa.ForeignKeyConstraint(["presenter_id"], ["person.id"], name=op.f("fk_agenda_item_presenter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("application_id", name=op.f("uq_agenda_item_application_id")),
    )
    op.create_table(
        "answer",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_answer_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_answer_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("application_id", "question", "side", name=op.f("uq_answer_application_id_question_side")),
    )
    op.create_table(
        "assignment",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("suggestion", sa.String(length=500), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "invited",
                "accepted",
                "declined",
                "conflicted",
                "removed",
                name="assignmentstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_assignment_application_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_assignment_asked_by_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_assignment_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("application_id", "reviewer_id", name=op.f("uq_assignment_application_id_reviewer_id")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_reviewer_id"), ["reviewer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_state"), ["state"], unique=False)

    op.create_table(
        "award",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("goes_on_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_award_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("application_id", name=op.f("uq_award_application_id")),
    )
    op.create_table(
        "bid",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "liking",
            sa.Enum(
                "eager", "willing", "reluctant", name="liking", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_bid_application_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_bid_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bid")),
        sa.UniqueConstraint("application_id", "reviewer_id", name=op.f("uq_bid_application_id_reviewer_id")),
    )
    with op.batch_alter_table("bid", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bid_reviewer_id"), ["reviewer_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_comment_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_comment_by_id")),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["person.id"], name=op.f("fk_comment_resolved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_application_id_section_at"), ["application_id", "section", "at"], unique=False
        )

    op.create_table(
        "comments_read",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_comments_read_application_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_comments_read_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments_read")),
        sa.UniqueConstraint(
            "application_id", "person_id", "section", name=op.f("uq_comments_read_application_id_person_id_section")
        ),
    )
    with op.batch_alter_table("comments_read", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comments_read_person_id"), ["person_id"], unique=False)

    op.create_table(
        "conflict",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "declared",
                "found",
                "applicant",
                "same_unit",
                "co_applicant",
                "supervisor",
                "co_author",
                "email_domain",
                name="conflictkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("looked_at", sa.JSON(), nullable=False),
        sa.Column("lift_reason", sa.String(length=1000), nullable=False),
        sa.Column("proposed_by_side", sa.String(length=10), nullable=True),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_conflict_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_conflict_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conflict_person_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_conflict_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
        sa.UniqueConstraint("application_id", "person_id", name=op.f("uq_conflict_application_id_person_id")),
    )
    with op.batch_alter_table("conflict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflict_person_id"), ["person_id"], unique=False)

    op.create_table(
        "deadline",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("extension_id", sa.Uuid(), nullable=True),
        sa.Column("wall", sa.String(length=20), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("fold", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grace_seconds", sa.Integer(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_deadline_call_id")),
        sa.ForeignKeyConstraint(["extension_id"], ["extension.id"], name=op.f("fk_deadline_extension_id")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_deadline_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_call_id"), ["call_id"], unique=False)

    op.create_table(
        "endorsement",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.String(length=2000), nullable=False),
        sa.Column("seen", sa.String(length=64), nullable=False),
        sa.Column("seen_version", sa.BigInteger(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "approved",
                "refused",
                "revoked",
                name="endorsementstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_endorsement_application_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_endorsement_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsement")),
    )
    with op.batch_alter_table("endorsement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_endorsement_application_id_code_side"), ["application_id", "code", "side"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_endorsement_state"), ["state"], unique=False)

    op.create_table(
        "finding",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "pass",
                "fail",
                "needs_evidence",
                "waived",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("computed", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_finding_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_finding_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_application_id"), ["application_id"], unique=False)

    op.create_table(
        "formal_change",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reinstate",
                "remove_pi",
                "transfer_lead",
                name="changekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("among_pis", sa.Boolean(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_side", sa.String(length=10), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed", "done", "dropped", name="changestate", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_formal_change_about_id")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_formal_change_application_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_formal_change_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formal_change")),
    )
    with op.batch_alter_table("formal_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_formal_change_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_formal_change_state"), ["state"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column(
            "right",
            sa.Enum("pi", "edit", "view", name="right", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("steps_in", sa.Boolean(), nullable=False),
        sa.Column("wanted_by_id", sa.Uuid(), nullable=True),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "accepted",
                "revoked",
                name="invitationstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_invitation_application_id")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["person.id"], name=op.f("fk_invitation_invited_by_id")),
        sa.ForeignKeyConstraint(["wanted_by_id"], ["person.id"], name=op.f("fk_invitation_wanted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_state"), ["state"], unique=False)

    op.create_table(
        "joint_decision",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "approved",
                "conditional",
                "reserve",
                "declined",
                name="jointresult",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("policy", sa.String(length=40), nullable=False),
        sa.Column("terms", sa.String(length=64), nullable=False),
        sa.Column("reckoning_id", sa.Uuid(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "quality",
                "budget",
                "eligibility",
                "fit",
                "balance",
                name="reasonclass",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.Column("feedback", sa.JSON(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_joint_decision_application_id")),
        sa.ForeignKeyConstraint(["reckoning_id"], ["reckoning.id"], name=op.f("fk_joint_decision_reckoning_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_decision")),
        sa.UniqueConstraint("application_id", name=op.f("uq_joint_decision_application_id")),
    )
    op.create_table(
        "letter_picture",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("side_id", sa.Uuid(), nullable=False),
        sa.Column(
            "place",
            sa.Enum("letterhead", "seal", name="pictureplace", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_side", sa.String(length=10), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "in_use",
                "replaced",
                "dropped",
                name="wordingstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_letter_picture_call_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_letter_picture_proposed_by_id")),
        sa.ForeignKeyConstraint(["side_id"], ["side.id"], name=op.f("fk_letter_picture_side_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_picture")),
    )
    with op.batch_alter_table("letter_picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_picture_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_picture_state"), ["state"], unique=False)

    op.create_table(
        "note",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_note_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_note_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_application_id"), ["application_id"], unique=False)

    op.create_table(
        "paper",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_paper_application_id")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_paper_attachment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("application_id", "question", "side", name=op.f("uq_paper_application_id_question_side")),
    )
    op.create_table(
        "part",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("pi_id", sa.Uuid(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("position_held", sa.String(length=200), nullable=False),
        sa.Column("requested_minor", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_version", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fact_versions", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_part_application_id")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_part_institution_id")),
        sa.ForeignKeyConstraint(["pi_id"], ["person.id"], name=op.f("fk_part_pi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part")),
        sa.UniqueConstraint("application_id", "side", name=op.f("uq_part_application_id_side")),
    )
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_part_institution_id"), ["institution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_part_pi_id"), ["pi_id"], unique=False)

    op.create_table(
        "place",
        sa.Column("ranking_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "recommendation",
            sa.Enum(
                "fund", "reserve", "reject", name="recommendation", native_enum=False, create_constraint=True, length=30
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("waived_with", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_place_application_id")),
        sa.ForeignKeyConstraint(["ranking_id"], ["ranking.id"], name=op.f("fk_place_ranking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("ranking_id", "application_id", name=op.f("uq_place_ranking_id_application_id")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_application_id"), ["application_id"], unique=False)

    op.create_table(
        "pot",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=True),
        sa.Column(
            "carry_over",
            sa.Enum("free", "agreed", "none", name="carryover", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["funding_party.id"], name=op.f("fk_pot_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pot")),
    )
    with op.batch_alter_table("pot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pot_party_id"), ["party_id"], unique=False)

    op.create_table(
        "remark",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "voice",
            sa.Enum("reviewer", "chair", "officer", name="voice", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_remark_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_remark_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remark_application_id_at"), ["application_id", "at"], unique=False)

    op.create_table(
        "ruling",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "pass",
                "fail",
                "needs_evidence",
                "waived",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("evidence", sa.String(length=2000), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_ruling_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_ruling_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
        sa.UniqueConstraint("application_id", "ordinal", name=op.f("uq_ruling_application_id_ordinal")),
    )
    op.create_table(
        "side_decision",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "fund",
                "fund_less",
                "conditional",
                "reserve",
                "reject",
                "no_money",
                "ineligible",
                "defer",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column(
            "reason_class",
            sa.Enum(
                "quality",
                "budget",
                "eligibility",
                "fit",
                "balance",
                name="reasonclass",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_side_decision_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_side_decision_by_id")),
        sa.ForeignKeyConstraint(["party_id"], ["funding_party.id"], name=op.f("fk_side_decision_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_side_decision")),
        sa.UniqueConstraint("application_id", "side", name=op.f("uq_side_decision_application_id_side")),
    )
    op.create_table(
        "snapshot",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("content_version", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("people_key", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_snapshot_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_snapshot_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("application_id", "ordinal", name=op.f("uq_snapshot_application_id_ordinal")),
    )
    op.create_table(
        "tag",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_tag_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_tag_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("application_id", "key", name=op.f("uq_tag_application_id_key")),
    )
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_key"), ["key"], unique=False)

    op.create_table(
        "team_member",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("affiliation", sa.String(length=240), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("doctorate_on", sa.Date(), nullable=True),
        sa.Column(
            "doctorate_precision",
            sa.Enum("day", "month", "year", name="precision", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("doctoral_student", sa.Boolean(), nullable=False),
        sa.Column("may_edit", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_team_member_application_id")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_team_member_institution_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_team_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
    )
    with op.batch_alter_table("team_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_member_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_member_person_id"), ["person_id"], unique=False)

    op.create_table(
        "tick",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.String(length=1000), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_tick_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_tick_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tick")),
        sa.UniqueConstraint("application_id", "side", "code", name=op.f("uq_tick_application_id_side_code")),
    )
    op.create_table(
        "version",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_aside", sa.Boolean(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_version_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_version_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
    )
    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_version_application_id_place_side"), ["application_id", "place", "side"], unique=False
        )

    op.create_table(
        "amendment",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "extension",
                "budget",
                "pi_change",
                "move",
                "suspension",
                "resumption",
                "withdrawal",
                "early_end",
                "go_on",
                name="amendmentkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("new_ends_on", sa.Date(), nullable=True),
        sa.Column("old_ends_on", sa.Date(), nullable=True),
        sa.Column("new_pi_id", sa.Uuid(), nullable=True),
        sa.Column("new_institution_id", sa.Uuid(), nullable=True),
        sa.Column("spent_minor", sa.BigInteger(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "agreed",
                "refused",
                "taken_back",
                name="amendmentstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_amendment_asked_by_id")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_amendment_award_id")),
        sa.ForeignKeyConstraint(
            ["new_institution_id"], ["institution.id"], name=op.f("fk_amendment_new_institution_id")
        ),
        sa.ForeignKeyConstraint(["new_pi_id"], ["person.id"], name=op.f("fk_amendment_new_pi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_award_id"), ["award_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_amendment_state"), ["state"], unique=False)

    op.create_table(
        "award_part",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("pi_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cost_centre", sa.String(length=60), nullable=False),
        sa.Column("head_name", sa.String(length=200), nullable=False),
        sa.Column("head_email", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "offered",
                "accepted",
                "declined",
                "lapsed",
                "suspended",
                "withdrawn",
                "ended",
                name="partstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_part_award_id")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_award_part_institution_id")),
        sa.ForeignKeyConstraint(["party_id"], ["funding_party.id"], name=op.f("fk_award_part_party_id")),
        sa.ForeignKeyConstraint(["pi_id"], ["person.id"], name=op.f("fk_award_part_pi_id")),
        sa.ForeignKeyConstraint(["side_id"], ["side.id"], name=op.f("fk_award_part_side_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_part")),
        sa.UniqueConstraint("award_id", "side_id", name=op.f("uq_award_part_award_id_side_id")),
    )
    with op.batch_alter_table("award_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_part_pi_id"), ["pi_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_award_part_side_id"), ["side_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_award_part_state"), ["state"], unique=False)

    op.create_table(
        "budget_line",
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("justification", sa.String(length=2000), nullable=False),
        sa.Column("beneficiary", sa.String(length=240), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_budget_line_part_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
        sa.UniqueConstraint("part_id", "key", name=op.f("uq_budget_line_part_id_key")),
    )
    op.create_table(
        "condition",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.String(length=2000), nullable=False),
        sa.Column("remark", sa.String(length=1000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "shown", "met", name="conditionstate", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_condition_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
    )
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_condition_award_id"), ["award_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_condition_state"), ["state"], unique=False)

    op.create_table(
        "credit",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("outcome_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_credit_award_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_credit_by_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcome.id"], name=op.f("fk_credit_outcome_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit")),
        sa.UniqueConstraint("award_id", "outcome_id", name=op.f("uq_credit_award_id_outcome_id")),
    )
    with op.batch_alter_table("credit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credit_outcome_id"), ["outcome_id"], unique=False)

    op.create_table(
        "pot_entry",
        sa.Column("pot_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pledge",
                "topup",
                "cut",
                "earmark",
                "unearmark",
                "award",
                "decommit",
                "pay",
                "return",
                "fill",
                name="potentrykind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_pot_entry_by_id")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_pot_entry_pot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pot_entry")),
    )
    with op.batch_alter_table("pot_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pot_entry_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pot_entry_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "publication",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_publication_award_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_publication_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("award_id", "side", name=op.f("uq_publication_award_id_side")),
    )
    op.create_table(
        "report",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "interim",
                "final",
                "financial",
                "follow_up",
                name="reportkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("remark", sa.String(length=4000), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "accepted",
                "waived",
                name="reportstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_report_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("award_id", "code", "side", name=op.f("uq_report_award_id_code_side")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_state"), ["state"], unique=False)

    op.create_table(
        "review",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("for_panel", sa.String(length=10000), nullable=False),
        sa.Column("for_applicants", sa.String(length=10000), nullable=False),
        sa.Column("scratchpad", sa.String(length=10000), nullable=False),
        sa.Column("expertise", sa.Integer(), nullable=True),
        sa.Column("at_round", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "submitted", "void", name="reviewstate", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_review_assignment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_review_assignment_id")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_state"), ["state"], unique=False)

    op.create_table(
        "amendment_answer",
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendment.id"], name=op.f("fk_amendment_answer_amendment_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_amendment_answer_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_answer")),
        sa.UniqueConstraint("amendment_id", "side", name=op.f("uq_amendment_answer_amendment_id_side")),
    )
    op.create_table(
        "edition",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_panel", sa.String(length=10000), nullable=False),
        sa.Column("for_applicants", sa.String(length=10000), nullable=False),
        sa.Column("scratchpad", sa.String(length=10000), nullable=False),
        sa.Column("expertise", sa.Integer(), nullable=True),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_edition_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_review_id"), ["review_id"], unique=False)

    op.create_table(
        "instalment",
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column(
            "trigger",
            sa.Enum(
                "day", "conditions", "report", name="trigger", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("report_code", sa.String(length=40), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "paid",
                "struck",
                name="instalmentstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["pot_entry.id"], name=op.f("fk_instalment_entry_id")),
        sa.ForeignKeyConstraint(["part_id"], ["award_part.id"], name=op.f("fk_instalment_part_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_instalment_entry_id")),
    )
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instalment_part_id"), ["part_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_instalment_state"), ["state"], unique=False)

    op.create_table(
        "letter",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("side_id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=True),
        sa.Column("addressee_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "award",
                "conditional",
                "reserve",
                "regret",
                "amendment",
                "extension",
                "reminder",
                "certificate",
                name="letterkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("occasion", sa.String(length=60), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("series", sa.String(length=60), nullable=True),
        sa.Column("ordinal", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=False),
        sa.Column("drafted_by_side", sa.String(length=10), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("fault", sa.String(length=1000), nullable=False),
        sa.Column("revoke_asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("revoke_asked_by_side", sa.String(length=10), nullable=False),
        sa.Column("revoke_reason", sa.String(length=1000), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "numbered",
                "issued",
                "superseded",
                "void",
                name="letterstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["addressee_id"], ["person.id"], name=op.f("fk_letter_addressee_id")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_letter_application_id")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["person.id"], name=op.f("fk_letter_drafted_by_id")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["person.id"], name=op.f("fk_letter_issued_by_id")),
        sa.ForeignKeyConstraint(["part_id"], ["award_part.id"], name=op.f("fk_letter_part_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["letter.id"], name=op.f("fk_letter_replaces_id")),
        sa.ForeignKeyConstraint(["revoke_asked_by_id"], ["person.id"], name=op.f("fk_letter_revoke_asked_by_id")),
        sa.ForeignKeyConstraint(["side_id"], ["side.id"], name=op.f("fk_letter_side_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint(
            "application_id",
            "side_id",
            "kind",
            "occasion",
            "issue",
            name=op.f("uq_letter_application_id_side_id_kind_occasion_issue"),
        ),
        sa.UniqueConstraint("code", name=op.f("uq_letter_code")),
        sa.UniqueConstraint("number", name=op.f("uq_letter_number")),
        sa.UniqueConstraint("series", "ordinal", name=op.f("uq_letter_series_ordinal")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_addressee_id"), ["addressee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_part_id"), ["part_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_state"), ["state"], unique=False)

    op.create_table(
        "report_answer",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_report_answer_by_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_answer_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_answer")),
        sa.UniqueConstraint("report_id", "question", "side", name=op.f("uq_report_answer_report_id_question_side")),
    )
    op.create_table(
        "report_approval",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("waived_because", sa.String(length=1000), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_report_approval_by_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_approval_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_approval")),
        sa.UniqueConstraint("report_id", "side", "round", name=op.f("uq_report_approval_report_id_side_round")),
    )
    op.create_table(
        "score",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_score_criterion_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_score_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint("review_id", "criterion_id", name=op.f("uq_score_review_id_criterion_id")),
    )
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_criterion_id"), ["criterion_id"], unique=False)

    op.create_table(
        "spending",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("by_kind", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_spending_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spending")),
        sa.UniqueConstraint("report_id", "side", name=op.f("uq_spending_report_id_side")),
    )


def downgrade() -> None:
    op.drop_table("spending")
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_criterion_id"))

    op.drop_table("score")
    op.drop_table("report_approval")
    op.drop_table("report_answer")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_state"))
        batch_op.drop_index(batch_op.f("ix_letter_part_id"))
        batch_op.drop_index(batch_op.f("ix_letter_application_id"))
        batch_op.drop_index(batch_op.f("ix_letter_addressee_id"))

    op.drop_table("letter")
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_instalment_state"))
        batch_op.drop_index(batch_op.f("ix_instalment_part_id"))

    op.drop_table("instalment")
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_review_id"))

    op.drop_table("edition")
    op.drop_table("amendment_answer")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_state"))

    op.drop_table("review")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_state"))
        batch_op.drop_index(batch_op.f("ix_report_due_on"))

    op.drop_table("report")
    op.drop_table("publication")
    with op.batch_alter_table("pot_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pot_entry_pot_id"))
        batch_op.drop_index(batch_op.f("ix_pot_entry_application_id"))

    op.drop_table("pot_entry")
    with op.batch_alter_table("credit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credit_outcome_id"))

    op.drop_table("credit")
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_condition_state"))
        batch_op.drop_index(batch_op.f("ix_condition_award_id"))

    op.drop_table("condition")
    op.drop_table("budget_line")
    with op.batch_alter_table("award_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_award_part_state"))
        batch_op.drop_index(batch_op.f("ix_award_part_side_id"))
        batch_op.drop_index(batch_op.f("ix_award_part_pi_id"))

    op.drop_table("award_part")
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amendment_state"))
        batch_op.drop_index(batch_op.f("ix_amendment_award_id"))

    op.drop_table("amendment")
    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_version_application_id_place_side"))

    op.drop_table("version")
    op.drop_table("tick")
    with op.batch_alter_table("team_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_member_person_id"))
        batch_op.drop_index(batch_op.f("ix_team_member_application_id"))

    op.drop_table("team_member")
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tag_key"))

    op.drop_table("tag")
    op.drop_table("snapshot")
    op.drop_table("side_decision")
    op.drop_table("ruling")
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remark_application_id_at"))

    op.drop_table("remark")
    with op.batch_alter_table("pot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pot_party_id"))

    op.drop_table("pot")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_application_id"))

    op.drop_table("place")
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_part_pi_id"))
        batch_op.drop_index(batch_op.f("ix_part_institution_id"))

    op.drop_table("part")
    op.drop_table("paper")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_application_id"))

    op.drop_table("note")
    with op.batch_alter_table("letter_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_picture_state"))
        batch_op.drop_index(batch_op.f("ix_letter_picture_call_id"))

    op.drop_table("letter_picture")
    op.drop_table("joint_decision")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_state"))
        batch_op.drop_index(batch_op.f("ix_invitation_email"))
        batch_op.drop_index(batch_op.f("ix_invitation_application_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("formal_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_formal_change_state"))
        batch_op.drop_index(batch_op.f("ix_formal_change_application_id"))

    op.drop_table("formal_change")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_application_id"))

    op.drop_table("finding")
    with op.batch_alter_table("endorsement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_endorsement_state"))
        batch_op.drop_index(batch_op.f("ix_endorsement_application_id_code_side"))

    op.drop_table("endorsement")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_call_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_application_id"))

    op.drop_table("deadline")
    with op.batch_alter_table("conflict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conflict_person_id"))

    op.drop_table("conflict")
    with op.batch_alter_table("comments_read", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comments_read_person_id"))

    op.drop_table("comments_read")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_application_id_section_at"))

    op.drop_table("comment")
    with op.batch_alter_table("bid", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bid_reviewer_id"))

    op.drop_table("bid")
    op.drop_table("award")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_state"))
        batch_op.drop_index(batch_op.f("ix_assignment_reviewer_id"))

    op.drop_table("assignment")
    op.drop_table("answer")
    op.drop_table("agenda_item")
    op.drop_table("weighing")
    op.drop_table("theme")
    op.drop_table("side")
    op.drop_table("review_round")
    with op.batch_alter_table("reckoning", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reckoning_call_id"))

    op.drop_table("reckoning")
    with op.batch_alter_table("rate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rate_call_id"))

    op.drop_table("rate")
    with op.batch_alter_table("ranking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ranking_state"))

    op.drop_table("ranking")
    op.drop_table("question")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_state"))
        batch_op.drop_index(batch_op.f("ix_proposal_call_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lots_state"))

    op.drop_table("lots")
    with op.batch_alter_table("letter_wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_wording_state"))
        batch_op.drop_index(batch_op.f("ix_letter_wording_call_id"))

    op.drop_table("letter_wording")
    with op.batch_alter_table("legal_hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_legal_hold_call_id"))

    op.drop_table("legal_hold")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_job_unfinished",
            sqlite_where=sa.text("state IN ('waiting', 'running')"),
            postgresql_where=sa.text("state IN ('waiting', 'running')"),
        )
        batch_op.drop_index(batch_op.f("ix_job_state_run_at"))
        batch_op.drop_index(batch_op.f("ix_job_call_id"))

    op.drop_table("job")
    with op.batch_alter_table("funding_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_funding_party_call_id"))

    op.drop_table("funding_party")
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extension_state"))
        batch_op.drop_index(batch_op.f("ix_extension_call_id"))
        batch_op.drop_index(batch_op.f("ix_extension_application_id"))

    op.drop_table("extension")
    with op.batch_alter_table("document_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_request_call_id"))

    op.drop_table("document_request")
    with op.batch_alter_table("deletion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deletion_call_id"))
        batch_op.drop_index(batch_op.f("ix_deletion_application_id"))

    op.drop_table("deletion")
    op.drop_table("criterion")
    op.drop_table("attendance")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointment_programme_id_role"))
        batch_op.drop_index(batch_op.f("ix_appointment_person_id"))
        batch_op.drop_index(batch_op.f("ix_appointment_call_id_role"))

    op.drop_table("appointment")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_state"))
        batch_op.drop_index(batch_op.f("ix_application_call_id_state"))
        batch_op.drop_index(batch_op.f("ix_application_call_id"))

    op.drop_table("application")
    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tie_person_id"))
        batch_op.drop_index(batch_op.f("ix_tie_email"))

    op.drop_table("tie")
    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signed_in_person_id"))

    op.drop_table("signed_in")
    op.drop_table("recovery_code")
    with op.batch_alter_table("parked_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parked_form_person_id"))

    op.drop_table("parked_form")
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_doi"))

    op.drop_table("outcome")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_to"))
        batch_op.drop_index(batch_op.f("ix_message_sent_at_next_try_at"))
        batch_op.drop_index(batch_op.f("ix_message_call_id_made_at"))

    op.drop_table("message")
    with op.batch_alter_table("key_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_key_link_email"))

    op.drop_table("key_link")
    with op.batch_alter_table("joining", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_joining_other_id"))
        batch_op.drop_index(batch_op.f("ix_joining_kept_id"))

    op.drop_table("joining")
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hold_person_id"))

    op.drop_table("hold")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_call_id_at"))
        batch_op.drop_index(batch_op.f("ix_entry_application_id"))

    op.drop_table("entry")
    with op.batch_alter_table("career_break", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_career_break_person_id"))

    op.drop_table("career_break")
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_state"))
        batch_op.drop_index(batch_op.f("ix_call_programme_id"))

    op.drop_table("call")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_uploaded_by_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_sha256"))
        batch_op.drop_index(batch_op.f("ix_attachment_sanitised_sha256"))

    op.drop_table("attachment")
    with op.batch_alter_table("agreement_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_party_agreement_id"))

    op.drop_table("agreement_party")
    with op.batch_alter_table("affiliation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_affiliation_person_id"))

    op.drop_table("affiliation")
    with op.batch_alter_table("access_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_key_person_id"))

    op.drop_table("access_key")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_orcid"))
        batch_op.drop_index(batch_op.f("ix_person_institution_id"))

    op.drop_table("person")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_programme_id_side"))

    op.drop_table("membership")
    with op.batch_alter_table("institution_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_name_institution_id"))

    op.drop_table("institution_name")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_programme_id"))

    op.drop_table("agreement")
    with op.batch_alter_table("sign_in_try", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_try_counted_at"))

    op.drop_table("sign_in_try")
    op.drop_table("reminder_sent")
    op.drop_table("programme")
    op.drop_table("letter_counter")
    op.drop_table("institution")
