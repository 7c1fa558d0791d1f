from datetime import date

from .common import HeatingCustomerCommon


class HeatingApplicationCommon(HeatingCustomerCommon):
    """Applications to stop and to restore, and the people who handle them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type_stop = cls.env.ref("heating_customer.application_type_stop")
        cls.type_restore = cls.env.ref("heating_customer.application_type_restore")
        cls.tier = cls.env.ref("heating_customer.tier_definition_application")
        # whatever tiers the database has, these tests count on one
        cls.env["tier.definition"].search(
            [("model", "=", "heating.application"), ("id", "!=", cls.tier.id)]
        ).active = False
        # what it asks for is tried by itself
        cls.env.ref("heating_customer.application_type_transfer").paper_kind_ids = False
        cls.first_day = date(2026, 11, 15)

    @classmethod
    def _create_application(cls, kind=None, user=None, **vals):
        """An application of the clerk's, or of *user*'s."""
        return (
            cls.env["heating.application"]
            .with_user(user or cls.clerk)
            .create(
                {
                    "type_id": (kind or cls.type_stop).id,
                    "household_id": cls.household.id,
                    "date_from": cls.first_day,
                    **vals,
                }
            )
        )

    @classmethod
    def _create_requested(cls, *args, **kwargs):
        application = cls._create_application(*args, **kwargs)
        application.request_validation()
        return application

    @classmethod
    def _create_approved(cls, *args, **kwargs):
        application = cls._create_requested(*args, **kwargs)
        application.with_user(cls.approver).validate_tier()
        return application
