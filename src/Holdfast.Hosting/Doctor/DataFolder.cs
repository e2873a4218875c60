namespace Holdfast.Hosting.Doctor;

/// <summary>The data folder before there is one.</summary>
internal static class DataFolder
{
    /// <summary>The folder itself, or what there is of the way to it: the first start makes the rest.</summary>
    /// <param name="folder">A full path.</param>
    public static string Nearest(string folder)
    {
        var path = folder;
        while (!Path.Exists(path) && Path.GetDirectoryName(path) is { Length: > 0 } parent)
            path = parent;
        return path;
    }
}
