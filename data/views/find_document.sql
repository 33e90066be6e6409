-- Tìm văn bản
-- Các văn bản có mã, số ký hiệu hoặc tên tệp chứa chữ đã cho; mã thì chỉ cần phần đầu
-- :words phần đầu của mã, số ký hiệu, hoặc một phần tên tệp
SELECT
    d.doc_id, d.canonical, d.title, parse_filename(d.source_path) AS file,
    lower($words) IN (d.doc_id, lower(d.canonical), lower(parse_filename(d.source_path))) AS exact
FROM documents AS d
WHERE starts_with(d.doc_id, lower($words))
    OR contains(lower(nfc_normalize(parse_filename(d.source_path))), lower(nfc_normalize($words)))
    OR lower(d.canonical) = lower($words)
ORDER BY exact DESC, file
