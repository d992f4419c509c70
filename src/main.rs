fn main() {
    if std::env::args_os().nth(1).is_some_and(|first| first == gremium::read::PDF_WORKER) {
        gremium::read::pdf_worker();
    }
}
