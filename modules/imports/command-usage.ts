/** Read by the command line without loading the module. */
export const importUsage = `nuoda import scms FILE --tenant SLUG [--shift-to-today] [--json]   load SCMS shipments (CSV, plain or gzipped)
nuoda import olist DIR --tenant SLUG [--json]                      load Olist orders, whichever of the files are there`
