using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Sql;

/// <summary>The statements prepared on one connection. They enter themselves here, so that none is forgotten at the end.</summary>
internal sealed class CommandSet(SqliteConnection connection) : IDisposable
{
    private readonly List<IDisposable> _commands = [];

    public SqliteConnection Connection => connection;

    public SqliteCommand Create(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        _commands.Add(command);
        return command;
    }

    public void Add(PreparedWrite statement) => _commands.Add(statement);

    public void Dispose()
    {
        foreach (var command in _commands)
            command.Dispose();
    }
}
