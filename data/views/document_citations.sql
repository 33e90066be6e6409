-- Các trích dẫn của một văn bản
-- Mỗi dòng: một lần dẫn với những chữ đứng trước và sau nó, trang, và văn bản được hiểu là
-- :doc_id mã của văn bản
-- :around số ký tự lấy trước và sau (default 40)
SELECT
    c.page, c.role,
    replace(substr(d.text, greatest(c.char_start - $around, 0) + 1, least($around, c.char_start)), chr(10), ' ') AS before,
    c.raw,
    replace(substr(d.text, c.char_end + 1, $around), chr(10), ' ') AS after,
    coalesce(c.legal_id, c.canonical) AS meant, c.issued_on_text, c.resolution, c.citation_id
FROM citations AS c
JOIN documents AS d USING (doc_id)
WHERE c.doc_id = $doc_id
ORDER BY c.char_start
