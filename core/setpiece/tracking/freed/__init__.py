"""FreeD: the 29 bytes that most camera heads and tracking systems can send."""

from ._codec import D1_BYTES, FreedDecoder, FreedEncoder, decode_d1, encode_d1, freed_checksum
from ._profiles import FreedProfile, freed_profile, freed_profiles

__all__ = [
    "D1_BYTES",
    "FreedDecoder",
    "FreedEncoder",
    "FreedProfile",
    "decode_d1",
    "encode_d1",
    "freed_checksum",
    "freed_profile",
    "freed_profiles",
]
