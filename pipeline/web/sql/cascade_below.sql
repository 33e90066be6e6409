-- the plans below one document; place: days after it
SELECT
    k.link, k.citation_id, k.doc_id, k.upper, k.upper_issuer, k.upper_level, k.upper_on, k.upper_doc_id, k.level, k.days_after, k.page,
    i.plan, i.title, i.issuer, i.province_now, i.issued_on, i.issued_on_text, count(*) OVER () AS total
FROM plan_links AS k
JOIN document_index AS i USING (doc_id)
LEFT JOIN plan_versions AS v ON v.doc_id = k.doc_id
WHERE coalesce(k.upper_legal_id, concat_ws('|', k.upper, k.upper_issuer)) = $key AND v.superseded_by IS NULL
    AND $province IN ('', i.province_now, i.province) AND $link IN ('', k.link)
ORDER BY k.link <> 'implements', k.days_after NULLS LAST, i.nth
LIMIT $rows OFFSET $skip
