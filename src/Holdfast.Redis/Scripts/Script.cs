using System.Reflection;

namespace Holdfast.Redis.Scripts;

/// <summary>The scripts, which make several steps one: nobody else's come in between.</summary>
internal static class Script
{
    public static string Load { get; } = Read("turns.lua") + Read("load.lua");

    public static string Append { get; } = Read("turns.lua") + Read("append.lua");

    public static string RateWindow { get; } = Read("rate-window.lua");

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The script {name} is not embedded. This is a defect in Holdfast.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
