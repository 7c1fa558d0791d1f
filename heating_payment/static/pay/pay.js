/*
 * The page on which an order is paid: it opens the app, waits, and shows the receipt.
 *
 * Plain, without a bundle: it runs inside WeChat and Alipay on old phones. It decides
 * nothing; what was paid is what the server says.
 */
(function () {
    "use strict";
    const page = document.getElementById("heating_pay");
    if (!page) {
        return;
    }
    const PAUSE = 2500;

    async function look() {
        try {
            const answer = await fetch(page.dataset.stateUrl, {
                method: "POST",
                headers: {"Content-Type": "application/json"},
                body: JSON.stringify({jsonrpc: "2.0", method: "call", params: {}}),
            });
            const {result} = await answer.json();
            if (result && result.receipt) {
                window.location.replace(result.receipt + "?paid=1");
                return;
            }
            if (result && !["draft", "pending", "done"].includes(result.state)) {
                window.location.reload();
                return;
            }
        } catch {
            // no network at this moment: the next look may succeed
        }
        window.setTimeout(look, PAUSE);
    }

    function leave() {
        const key = "heating_left_" + page.dataset.stateUrl;
        const button = document.getElementById("heating_pay_leave");
        if (!button || window.sessionStorage.getItem(key)) {
            return;
        }
        // only once: whoever comes back from the app stays here
        window.sessionStorage.setItem(key, "1");
        window.location.href = button.href;
    }

    function openWechat() {
        window.WeixinJSBridge.invoke(
            "getBrandWCPayRequest",
            JSON.parse(page.dataset.jsapi),
            function (answer) {
                const ended = answer.err_msg !== "get_brand_wcpay_request:ok";
                document
                    .getElementById("heating_pay_again")
                    .classList.toggle("d-none", !ended);
            }
        );
    }

    if (page.dataset.jsapi) {
        const again = document.getElementById("heating_pay_again");
        again.addEventListener("click", openWechat);
        if (window.WeixinJSBridge) {
            openWechat();
        } else {
            document.addEventListener("WeixinJSBridgeReady", openWechat, {once: true});
        }
    }
    leave();
    window.setTimeout(look, PAUSE);
})();
