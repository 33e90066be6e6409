SELECT
    p.name AS province, s.cited,
    CASE
        WHEN p.plans = 0 THEN 'no_plan' WHEN c.plans > 0 THEN 'cited' WHEN p.unread > 0 THEN 'unreadable' ELSE 'none'
    END AS state,
    p.plans, coalesce(c.plans, 0) AS citing, coalesce(c.mentions, 0) AS mentions
FROM places AS p
CROSS JOIN (
    SELECT cited, row_number() OVER (ORDER BY plans DESC, mentions DESC, cited) AS nth FROM cited_by WHERE $names = ''
    QUALIFY nth <= $top
    UNION ALL -- of those asked for also what nobody cites
    SELECT a.cited, row_number() OVER (ORDER BY b.plans DESC NULLS LAST, b.mentions DESC NULLS LAST, a.cited)
    FROM (SELECT unnest(string_split($names, chr(10))) AS cited) AS a
    LEFT JOIN cited_by AS b USING (cited)
    WHERE $names <> ''
) AS s
LEFT JOIN citing AS c ON c.province_now = p.name AND c.cited = s.cited
ORDER BY p.sort_key NULLS LAST, p.name, s.nth
