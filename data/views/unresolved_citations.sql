-- Trích dẫn cần xem lại
-- Các lần dẫn chưa biết chắc là văn bản nào (còn mơ hồ hoặc không rõ), kèm chữ trong bản gốc và trang
SELECT
    c.resolution, c.raw, c.canonical, c.issued_on_text, c.issuer, c.confidence, p.plan, c.page, p.file, c.citation_id, c.doc_id
FROM citations AS c
JOIN plans AS p USING (doc_id)
WHERE c.role <> 'self' AND (c.resolution <> 'resolved' OR c.confidence < 0.5)
ORDER BY c.resolution, c.canonical NULLS LAST, c.raw, p.file, c.char_start
