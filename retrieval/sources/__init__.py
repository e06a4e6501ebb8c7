"""Where new minutes come from: plugins behind one port, one file each."""
