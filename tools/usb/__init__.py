"""Makes a stick that turns a PC without any network into a desk: `make usb`."""
