SELECT
    p.name AS province, f.field AS cited,
    CASE WHEN p.plans = 0 THEN 'no_plan' WHEN c.plans > 0 THEN 'cited' WHEN p.unread > 0 THEN 'unreadable' ELSE 'none' END AS state,
    p.plans, coalesce(c.plans, 0) AS citing, coalesce(c.tasks, 0) AS tasks, coalesce(c.targets, 0) AS targets
FROM places AS p
CROSS JOIN (SELECT field, min(TRY_CAST("order" AS INTEGER)) AS nth FROM fields GROUP BY field) AS f
LEFT JOIN field_counts AS c ON c.province_now = p.name AND c.field = f.field
ORDER BY p.sort_key NULLS LAST, p.name, f.nth
