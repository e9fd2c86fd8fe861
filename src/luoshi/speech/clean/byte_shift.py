from luoshi.speech.clean.strand import Strand


def byte_shift(strand: Strand) -> None:
    return
