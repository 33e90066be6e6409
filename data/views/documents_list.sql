-- Danh sách văn bản trong kho
-- Mỗi dòng: một văn bản đã nạp, phần đầu văn bản và mức đọc được: whole (trọn vẹn), part (một phần), none (không đọc được)
SELECT
    p.plan, d.doc_type, p.title, p.province_now, p.issuer, p.issued_on, d.issued_on_text, p.plan_year, d.signer,
    d.file_format, d.text_source, d.page_count, p.readable,
    (SELECT count(*) FROM citations AS c WHERE c.doc_id = p.doc_id AND c.role <> 'self') AS citations, p.file, p.doc_id
FROM plans AS p
LEFT JOIN documents AS d USING (doc_id)
LEFT JOIN (SELECT name, min(sort_key) AS place FROM provinces GROUP BY name) AS n ON n.name = p.province_now
ORDER BY n.place NULLS LAST, p.province_now, p.issued_on NULLS LAST, p.file
