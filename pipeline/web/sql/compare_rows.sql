-- What plans say of an indicator for a year, the year before and no year. Whole: what can decide which values count; of the rest
-- (versions of a plan, other scopes, no year), which neither counts nor bars another, only as much as is listed. of_class: how many there are
WITH counts AS (
    SELECT
        year, CASE WHEN $by <> 'province' AND class = 'other_scope' THEN 'deciding' ELSE class END AS asked_class,
        max(CASE WHEN $by <> 'province' THEN nth_of_issuers ELSE nth END) AS of_class
    FROM indicator_promises
    WHERE indicator_id = $indicator AND (year IS NULL OR year IN ($year, $year - 1))
    GROUP BY 1, 2
)
SELECT
    p.indicator_id, p.year, p.province_now, p.province, p.issuer, p.local, p.scope, p.comparator, p.value, p.value_max, p.unit, p.metric, p.apart,
    p.raw, p.page, p.plan, p.plan_year, p.is_draft, p.issued_on, p.issued_on_text, p.superseded_by, p.file, p.issuer_key, p.land,
    p.char_start, p.doc_id, p.target_id, c.asked_class AS class, c.of_class
FROM indicator_promises AS p
JOIN counts AS c
    ON c.asked_class = CASE WHEN $by <> 'province' AND p.class = 'other_scope' THEN 'deciding' ELSE p.class END
    AND c.year IS NOT DISTINCT FROM p.year
WHERE
    p.indicator_id = $indicator AND (p.year IS NULL OR p.year IN ($year, $year - 1))
    AND (p.class = 'deciding' OR ($by <> 'province' AND p.class = 'other_scope')
        OR CASE WHEN $by <> 'province' THEN p.nth_of_issuers ELSE p.nth END <= $listed)
ORDER BY p.year, p.file, p.char_start, p.target_id
