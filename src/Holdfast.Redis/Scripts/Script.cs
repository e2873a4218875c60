using System.Reflection;

namespace Holdfast.Redis.Scripts;

/// <summary>The scripts, which make several steps one: nobody else's come in between.</summary>
internal static class Script
{
    public static string Read { get; } = Of("read.lua");

    public static string Write { get; } = Of("write.lua");

    public static string RateWindow { get; } = Of("rate-window.lua");

    private static string Of(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The script {name} is not embedded. This is a defect in Holdfast.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
