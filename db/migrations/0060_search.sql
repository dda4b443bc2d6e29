-- What sounds alike is found by the trigrams of its pinyin: a homophone or a slip of the finger in a Chinese name is a small difference
-- there, as it is in a Latin name. Places are found by any part, the street of an order from its beginning.
create index party_pinyin_near on party using gin (pinyin gin_trgm_ops) where archived_at is null;
create index product_pinyin_near on product using gin (pinyin gin_trgm_ops) where archived_at is null;
create index site_address on site using gin ((name || ' ' || city || ' ' || street) gin_trgm_ops) where archived_at is null;
create index sales_order_street on sales_order (tenant_id, lower(street) text_pattern_ops);
