export const kpiUsage = `nuoda kpi ID --tenant SLUG [--from D] [--to D] [--by DIMENSION] [--filter DIMENSION=KEY] [--rows] [--json]
                          a figure; days are the company's own, both included; otif takes --anchor --level --early --late --tolerance
nuoda kpi --list [--json] all KPIs with their definitions`
