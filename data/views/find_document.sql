-- Tìm văn bản
-- Các văn bản có mã, số ký hiệu hoặc tên tệp chứa chữ đã cho, có dấu hay không dấu; mã thì chỉ cần phần đầu
-- :words phần đầu của mã, số ký hiệu, hoặc một phần tên tệp
WITH asked AS (
    SELECT replace(strip_accents(lower(trim($words))), 'đ', 'd') AS words
), told AS (
    SELECT
        doc_id, canonical, title, parse_filename(source_path) AS file,
        replace(strip_accents(lower(parse_filename(source_path))), 'đ', 'd') AS folded_file,
        replace(strip_accents(lower(canonical)), 'đ', 'd') AS folded_number
    FROM documents
)
SELECT t.doc_id, t.canonical, t.title, t.file, words IN (t.doc_id, t.folded_number, t.folded_file) IS TRUE AS exact
FROM told AS t, asked
WHERE starts_with(t.doc_id, words) OR contains(t.folded_file, words) OR t.folded_number = words
ORDER BY exact DESC, t.file, t.doc_id
