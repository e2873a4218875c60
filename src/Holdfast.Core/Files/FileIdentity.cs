using System.Runtime.InteropServices;

namespace Holdfast.Files;

/// <summary>A file, whatever its name.</summary>
/// <param name="DeviceMajor">The first part of the number of the device that it is on.</param>
/// <param name="DeviceMinor">The second.</param>
/// <param name="Inode">Its number there.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FileIdentity(uint DeviceMajor, uint DeviceMinor, ulong Inode);
