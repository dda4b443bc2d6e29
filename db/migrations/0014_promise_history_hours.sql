-- Delays are alike where lead times are not: the history is measured against the promise (modules/promises/README.md).
comment on column promise_history.hours is 'Hours from the due time first promised to the fulfilment (negative: before it) at the 5th, 10th ... 95th percentile';
