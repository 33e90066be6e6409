-- What plans say of an indicator for a year, the year before and no year. Whole: what can decide which values count; of the rest
-- (versions of a plan, other scopes, no year), which neither counts nor bars another, only as much as is listed. of_class: how many there are
WITH told AS (
    SELECT
        indicator_id, year, province_now, province, issuer, local, scope, comparator, value, value_max, unit, metric, apart, raw,
        page, plan, plan_year, is_draft, issued_on, issued_on_text, superseded_by, file, issuer_key, land, char_start, doc_id, target_id,
        CASE
            WHEN year IS NULL THEN 'no_year' WHEN superseded_by IS NOT NULL THEN 'version'
            WHEN $by = 'province' AND scope <> 'province' AND apart IS DISTINCT FROM 'range' THEN 'other_scope' ELSE 'deciding'
        END AS class
    FROM promises
    WHERE indicator_id = $indicator AND (year IS NULL OR year IN ($year, $year - 1))
)
SELECT *, count(*) OVER (PARTITION BY class, year) AS of_class
FROM told
QUALIFY class = 'deciding' OR row_number() OVER (PARTITION BY class, year ORDER BY file, char_start, target_id) <= $listed
ORDER BY year, file, char_start, target_id
