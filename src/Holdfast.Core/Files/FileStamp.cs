using System.Runtime.InteropServices;

namespace Holdfast.Files;

/// <summary>What changes when a file is written to.</summary>
/// <param name="Seconds">When it last was, since 1970.</param>
/// <param name="Nanoseconds">The rest of that.</param>
/// <param name="Length">How long it is, in bytes.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FileStamp(long Seconds, uint Nanoseconds, ulong Length);
