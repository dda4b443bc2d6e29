-- Holds of an order, ended ones too: its page shows them, and an order that is taken back finds them without reading the table.
create index order_hold_order on order_hold (tenant_id, order_id);
