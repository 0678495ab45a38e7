package online.nexuscos.transcode;

import org.bytedeco.javacpp.Pointer;

/** A pointer that is set anew for each use instead of being made anew; it owns nothing. */
final class AddressPointer extends Pointer {
    AddressPointer() {
        super((Pointer) null);
    }

    AddressPointer at(long newAddress) {
        address = newAddress;
        return this;
    }
}
