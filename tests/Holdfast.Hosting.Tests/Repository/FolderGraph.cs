using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Holdfast.Hosting.Tests.Repository;

/// <summary>Which folder of a project names what stands in which other one: found out by the compiler, not by the using directives.</summary>
internal sealed class FolderGraph
{
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private const string WebUsings =
        """
        global using System.Net.Http.Json;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    /// <summary>What any project may refer to, read once: the assemblies that these tests run with, by name.</summary>
    private static readonly Dictionary<string, MetadataReference> Assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .DistinctBy(file => Path.GetFileNameWithoutExtension(file))
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => (MetadataReference)MetadataReference.CreateFromFile(file));

    private readonly SortedDictionary<string, SortedDictionary<string, SortedSet<string>>> _edges = new(StringComparer.Ordinal);
    private readonly string _folder;

    private FolderGraph(string folder) => _folder = folder;

    /// <summary>Reads a project.</summary>
    /// <param name="folder">Where it is; its assembly has the same name.</param>
    public static FolderGraph Read(string folder)
    {
        var name = Path.GetFileName(folder);
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var isWeb = File.ReadAllText(Path.Combine(folder, $"{name}.csproj")).Contains("Microsoft.NET.Sdk.Web", StringComparison.Ordinal);
        var trees = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))
            .Append(CSharpSyntaxTree.ParseText(isWeb ? Usings + WebUsings : Usings, options))
            .ToList();
        var references = Assemblies.Where(assembly => assembly.Key != name).Select(assembly => assembly.Value);
        var compilation = CSharpCompilation.Create(name, trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var graph = new FolderGraph(folder);
        foreach (var tree in trees.SkipLast(1))
            graph.Add(tree, compilation.GetSemanticModel(tree));
        return graph;
    }

    /// <summary>The folders that are in a cycle, in order.</summary>
    public IReadOnlyList<string> InCycles() => [.. _edges.Keys.Where(folder => Reachable(folder).Contains(folder))];

    /// <summary>What each of these names of the others, a line for each pair.</summary>
    public IEnumerable<string> Between(IReadOnlyList<string> folders) =>
        from folder in folders
        from other in _edges[folder]
        where folders.Contains(other.Key)
        select $"{folder} names {other.Key}: {string.Join(", ", other.Value)}";

    private HashSet<string> Reachable(string folder)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([folder]);
        while (open.TryPop(out var next))
        {
            if (!_edges.TryGetValue(next, out var others))
                continue;
            foreach (var other in others.Keys.Where(reached.Add))
                open.Push(other);
        }

        return reached;
    }

    private void Add(SyntaxTree tree, SemanticModel model)
    {
        var here = FolderOf(tree);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Where(name => !name.IsVar))
        {
            var info = model.GetSymbolInfo(name);
            if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not { } symbol || TypeOf(symbol) is not { } type)
                continue;
            foreach (var there in type.DeclaringSyntaxReferences.Select(reference => FolderOf(reference.SyntaxTree)).Where(there => there != here))
            {
                if (!_edges.TryGetValue(here, out var others))
                    _edges.Add(here, others = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal));
                if (!others.TryGetValue(there, out var names))
                    others.Add(there, names = new SortedSet<string>(StringComparer.Ordinal));
                names.Add($"{Path.GetFileNameWithoutExtension(tree.FilePath)} → {type.Name}");
            }
        }
    }

    private static INamedTypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol type => type.OriginalDefinition,
        IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.ContainingType?.OriginalDefinition,
        _ => null,
    };

    private string FolderOf(SyntaxTree tree) => Path.GetRelativePath(_folder, Path.GetDirectoryName(tree.FilePath)!).Replace('\\', '/');
}
