import { registry } from "@web/core/registry";

// a photo of one white pixel
const PHOTO =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==";

registry.category("web_tour.tours").add("heating_portal_stop", {
    steps: () => [
        {
            content: "open the heating pages",
            trigger: "a[href='/my/heating']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "open the household",
            trigger: ".o_heating_card:contains(T000001)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "apply for a stop",
            trigger: "#heating_apply a[href$='/apply/stop']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the conditions are shown before",
            trigger: ".alert-info:contains(valve)",
        },
        {
            content: "say why",
            trigger: "#heating_reason",
            run: "edit We are away for the winter",
        },
        {
            content: "take a photo",
            trigger: "#heating_paper_photo",
            run() {
                const bytes = Uint8Array.from(atob(PHOTO), (char) => char.charCodeAt(0));
                const transfer = new DataTransfer();
                transfer.items.add(new File([bytes], "valve.png", { type: "image/png" }));
                this.anchor.files = transfer.files;
            },
        },
        {
            content: "go on",
            trigger: "button:contains(Go on to Sign)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "it waits for the signature",
            trigger: "#heating_missing:contains(signed)",
        },
        {
            content: "sign with the finger",
            trigger: "#heating_sign canvas.o_web_sign_signature",
            run() {
                const box = this.anchor.getBoundingClientRect();
                const move = (type, share) =>
                    this.anchor.dispatchEvent(
                        new PointerEvent(type, {
                            bubbles: true,
                            clientX: box.left + box.width * share,
                            clientY: box.top + box.height * share,
                            isPrimary: true,
                            buttons: type === "pointerup" ? 0 : 1,
                            pressure: 0.5,
                        })
                    );
                move("pointerdown", 0.3);
                for (const share of [0.4, 0.5, 0.6, 0.7]) {
                    move("pointermove", share);
                }
                move("pointerup", 0.7);
            },
        },
        {
            content: "send",
            trigger: "#heating_sign .o_portal_sign_submit:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "it waits for approval",
            trigger: ".badge:contains(Waiting for Approval)",
        },
    ],
});
