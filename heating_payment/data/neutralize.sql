-- A copy of the database takes no money and asks no platform.
UPDATE payment_provider
   SET state = 'disabled',
       is_published = FALSE,
       alipay_private_key = NULL,
       wechatpay_app_secret = NULL,
       wechatpay_private_key = NULL,
       wechatpay_api_v3_key = NULL,
       wechatpay_former_api_v3_key = NULL
 WHERE code IN ('alipay', 'wechatpay');
UPDATE payment_transaction
   SET heating_ask_at = NULL,
       heating_code = NULL;
