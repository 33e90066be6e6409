SELECT
    count(*) FILTER (kind = 'fixed' AND due_on BETWEEN CAST($first AS DATE) AND CAST($last AS DATE)) AS within,
    count(*) FILTER (kind = 'fixed' AND due_on IS NOT NULL) AS dated,
    count(*) FILTER (kind = 'recurring') AS recurring,
    count(*) FILTER (kind NOT IN ('fixed', 'recurring') OR (kind = 'fixed' AND due_on IS NULL)) AS undated
FROM agenda
WHERE ($unit = '' OR contains(folded_units, $unit)) AND ($province = '' OR $province IN (province_now, province))
    AND ($field = '' OR field = $field) AND ($doc = '' OR doc_id = $doc)
