SELECT
    p.name AS province, s.cited,
    CASE
        WHEN p.plans = 0 THEN 'no_plan' WHEN c.plans > 0 THEN 'cited' WHEN p.unread > 0 THEN 'unreadable' ELSE 'none'
    END AS state,
    p.plans, coalesce(c.plans, 0) AS citing, coalesce(c.mentions, 0) AS mentions
FROM places AS p
CROSS JOIN (
    SELECT cited, row_number() OVER (ORDER BY plans DESC, mentions DESC, cited) AS nth FROM cited_by
    WHERE $words = '' OR contains(lower(cited), $words)
    QUALIFY nth <= $top
) AS s
LEFT JOIN citing AS c ON c.province_now = p.name AND c.cited = s.cited
ORDER BY p.sort_key NULLS LAST, p.name, s.nth
