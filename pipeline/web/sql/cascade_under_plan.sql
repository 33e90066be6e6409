-- the plans in the store that stand below a plan
SELECT k.link, k.citation_id, k.doc_id, k.days_after, k.page, i.plan, i.title, i.issuer, i.province_now, i.issued_on, i.issued_on_text
FROM plan_links AS k
JOIN document_index AS i USING (doc_id)
WHERE k.upper_doc_id = $doc
ORDER BY k.link <> 'implements', k.days_after NULLS LAST, i.nth
LIMIT 500
