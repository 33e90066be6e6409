SELECT
    doc_id, file, plan, doc_type, title, province_now, province, issuer, issued_on, issued_on_text, plan_year, readable, file_format,
    text_source, page_count, is_document, citations, tasks, targets
FROM document_index
WHERE
    ($words = '' OR len(list_filter(string_split($words, ' '), lambda w: NOT contains(folded, w))) = 0)
    AND ($province = '' OR $province IN (province_now, province)) AND ($year = 0 OR plan_year = $year)
    AND ($kind = '' OR plan_kind = $kind) AND ($readable = '' OR readable = $readable)
ORDER BY nth
LIMIT $rows OFFSET $skip
