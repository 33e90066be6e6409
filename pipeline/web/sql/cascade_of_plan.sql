-- what stands above a plan
SELECT
    k.link, k.citation_id, k.upper, k.upper_issuer, k.upper_level, k.upper_on, k.days_after, k.page, k.upper_doc_id,
    coalesce(k.upper_legal_id, concat_ws('|', k.upper, k.upper_issuer)) AS key
FROM plan_links AS k
WHERE k.doc_id = $doc
ORDER BY
    k.link <> 'implements',
    CASE k.upper_level WHEN 'central' THEN 1 WHEN 'province' THEN 2 WHEN 'district' THEN 3 WHEN 'commune' THEN 4 ELSE 5 END,
    k.upper_on NULLS LAST, k.char_start
