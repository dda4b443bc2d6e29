-- A row of these tables cannot name a company that is not there: row-level security lets in only the company of the transaction, which
-- was looked up, and the app may not delete companies. The foreign key said it once more for every row, each time locking the
-- one row of the company that all its writers share.
do $$
declare hot text;
begin
  foreach hot in array array[
    'event', 'idempotency_key', 'subscriber_cursor',
    'promise', 'promise_outcome',
    'stock', 'stock_movement', 'reservation',
    'sales_order', 'order_line', 'order_allocation', 'order_hold', 'shortage',
    'shipment', 'shipment_line', 'parcel', 'tracking_event', 'shipment_exception',
    'import_row', 'kpi_rollup', 'kpi_dirty_day'
  ] loop
    execute format('alter table %I drop constraint if exists %I', hot, hot || '_tenant_id_fkey');
  end loop;
end $$;
