namespace Holdfast.Hosting.Doctor;

/// <summary>How much a disk has left, for a test to say otherwise.</summary>
internal class FreeSpace
{
    /// <summary>The bytes that this user may still write to where a path lies.</summary>
    /// <exception cref="IOException">The system does not say.</exception>
    public virtual long Of(string path) => new DriveInfo(path).AvailableFreeSpace;
}
