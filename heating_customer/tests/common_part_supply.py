from datetime import date

from odoo.fields import Command

from .common_application import HeatingApplicationCommon


class HeatingPartSupplyCommon(HeatingApplicationCommon):
    """A household of 80 m² and a balcony room of 20 m²; the balcony is stopped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hall = cls.household.space_ids
        cls.hall.write({"name": "Hall", "built_area": 80.0})
        cls.balcony = cls.env["heating.space"].create(
            {
                "household_id": cls.household.id,
                "name": "Balcony Room",
                "category_id": cls.category.id,
                "built_area": 20.0,
            }
        )
        types = cls.env["heating.application.type"].search([])
        cls.types = {kind.code: kind for kind in types}
        cls.types["leave"].field_work = False
        (cls.type_stop | cls.type_restore).whole_household_only = False

    def _finish(self, kind, spaces=None, **vals):
        """An application that takes effect on its first day."""
        if spaces:
            vals["supply_space_ids"] = [Command.set(spaces.ids)]
        application = self._create_approved(kind, **vals)
        if application.state == "approved" and kind.field_work:
            self.rpc(
                self.field_worker,
                "heating.application",
                "action_confirm_field",
                [application.id],
                str(min(application.date_from, date.today())),
                "S-77",
            )
        self.assertEqual(application.state, "done", application.sudo().pending_text)
        return application

    def _change(self, space, day, **vals):
        """A change of area or category that takes effect on *day*."""
        code = "category" if "new_category_id" in vals else "area"
        if code == "area":
            vals.setdefault("new_inner_area", 0.0)
        kind = self.types[code]
        kind.field_work = False
        application = self._finish(kind, space_id=space.id, date_from=day, **vals)
        return application.new_space_id

    def _assert_parts(self, *expected):
        """Compare the states of single spaces with (name, state, from, to)."""
        self.env.invalidate_all()
        self.assertEqual(
            [
                (
                    supply.space_id.display_name,
                    supply.state,
                    str(supply.date_from or ""),
                    str(supply.date_to or ""),
                )
                for supply in self.household.part_supply_ids.sorted(
                    lambda each: (each.space_id.id, each.date_from)
                )
            ],
            [(space.display_name, *rest) for space, *rest in expected],
        )

    def _states_on(self, day):
        household = self.household
        return [
            household._get_supply_state_on(date.fromisoformat(day), space)
            for space in (None, *household._get_spaces_on(date.fromisoformat(day)))
        ]
