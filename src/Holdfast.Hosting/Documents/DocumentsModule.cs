using System.Reflection;
using Holdfast.Attachments;
using Holdfast.Documents.Processes;

namespace Holdfast.Hosting.Documents;

/// <summary>What this folder gives to the server.</summary>
internal static class DocumentsModule
{
    /// <summary>Reads the files that come with messages.</summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services)
    {
        services.AddSingleton(static provider => new DocumentProcess(Program(), provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<IFileReader, DocumentFileReader>();
    }

    /// <summary>This program: its launcher, or .NET with its assembly.</summary>
    private static DocumentProcessOptions Program()
    {
        var path = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        var isDotnet = Path.GetFileNameWithoutExtension(path).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new DocumentProcessOptions
        {
            FileName = path,
            Arguments = isDotnet && Assembly.GetEntryAssembly()?.Location is { Length: > 0 } assembly ? [assembly, DocumentFileReader.Verb] : [DocumentFileReader.Verb],
        };
    }
}
