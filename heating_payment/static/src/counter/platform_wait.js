import { Component, onMounted, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** What the cashier and the payer look at until Alipay or WeChat Pay has answered. */
export class PlatformWait extends Component {
    static template = "heating_payment.PlatformWait";
    static props = {
        waiting: Object,
        givenUp: Boolean,
        formatCents: Function,
        onGiveUp: Function,
    };

    setup() {
        // not the button: a second Enter must not give up what is being paid
        const dialog = useRef("dialog");
        onMounted(() => dialog.el.focus());
    }

    get words() {
        const { waiting } = this.props;
        if (this.props.givenUp) {
            return _t("Giving the payment up …");
        }
        return waiting.qr_image
            ? _t("Let the payer scan this with %(app)s.", { app: waiting.tender.method.name })
            : _t("The payer confirms on the phone …");
    }
}
